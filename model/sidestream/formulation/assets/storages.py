"""Which storages to build, in which size, and what to keep in them from one period to a later one.

Sets
    s in STORAGES         rows of Storages that are not forbidden: a size of a storage at a participant
    u in PLACES           storages at participants: the rows s of one place are its sizes
    m in MOMENTS          stage, scenario, period; before[m]: the moment before it in its cycle, or in the year

Variables
    build[s] in {0,1}     1 if s is built; existing rows have none
    put_in[s,m] >= 0      what is put in, in all repetitions of m                                         [unit]
    taken_out[s,m] >= 0   what comes out, in all repetitions of m                                         [unit]
    stock[s,m] >= 0       what is in it at the end of m, in one repetition                                [unit]

Constraints
    one_size[u]           sum_s build[s] <= 1   over what is not there yet (= 1 where a row is required or built)
    level[s,m]            stock[s,m] = keeps[s,m] * stock[s,before[m]]
                              + (in_efficiency[s] * put_in[s,m] - taken_out[s,m] / out_efficiency[s]) / repeats[m]
    room[s,m]             stock[s,m] <= capacity[s] * build[s]
    in_limit[s,m]         put_in[s,m] <= min(in_limit[s] * hours[m], repeats[m] * capacity[s] / in_efficiency[s]) * build[s]
    out_limit[s,m]        taken_out[s,m] <= min(out_limit[s] * hours[m], repeats[m] * capacity[s] * out_efficiency[s]) * build[s]
    ends_at[s]            stock[s,last] = end_level[s] * build[s]                         where end_level is given

    keeps[s,m] = (1 - standing_loss)^(hours[m] / repeats[m]). Before the first moment stands start_level * build where it
    is given, nothing where only end_level is, else what stands after the last: the stock ends where it began. Levels are
    for a year without cycles. In one repetition of a period no more goes in, or comes out, than the storage holds: what
    goes in and out again in one period needs no storage.

Entered in the books
    materials             -put_in, +taken_out: at what the participant offers where it keeps own goods, at what it uses
                          where it keeps arrivals; at the one balance where it passes on
    costs                 in_cost * put_in + out_cost * taken_out; disposal of what is lost, as for links; annuity and upkeep
    once                  investment of what is built
    impacts               disposal of what is lost

    lost[s,m] = (1 - in_efficiency) * put_in + (1 / out_efficiency - 1) * taken_out + repeats * (1 - keeps) * stock[before[m]]
"""
