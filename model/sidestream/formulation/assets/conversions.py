"""Which conversions to build, in which size, and how much to run each: what turns some commodities into others.

Sets
    c in CONVERSIONS      rows of Conversions that are not forbidden: a size of a conversion at a participant
    u in PLANTS           conversions at participants: the rows c of one plant are its sizes
    k in TAKES[u]         commodities with a negative per_activity; k in MAKES[u] with a positive one
    m in MOMENTS          stage, scenario, period

Variables
    build[c] in {0,1}     1 if c is built; existing rows have none
    chosen[c] >= 0        size chosen, where continuous                                    [activity/h, or /period]
    run[c,m] in {0,1}     1 if c runs in m; only where it has a least load
    activity[c,m] >= 0    how much it runs                                                            [activity]
    fed[u,k,m] >= 0       of what it takes and may buy, what comes by links, own goods or storage         [unit]
    passed[u,k,m] >= 0    of what it makes and may dispose of or leave, what somebody uses                [unit]

Constraints
    one_size[u]           sum_c build[c] <= 1   over what is not there yet (= 1 where a row is required or built)
    excludes[p,g]         sum_c build[c] <= 1   over the rows of a group at a participant that are not there yet; 0 for
                                                conversions beside one of the group that exists
    only_if_built[c,m]    activity[c,m] <= most[c,m] * build[c]       (run[c,m] where c has a least load)
    run_if_built[c,m]     run[c,m] <= build[c]
    within_size[c,m]      activity[c,m] <= hours[m] * availability[m] * chosen[c]         where continuous
    size_if_built[c]      chosen[c] <= capacity[c] * build[c]                             where continuous
    least_load[c,m]       activity[c,m] >= least_load[c] * capacity[c,m] * run[c,m]
                          activity[c,m] >= least_load[c] * (capacity at chosen[c] - capacity[c,m] * (1 - run[c,m]))
                                                                                          where continuous
    fed_at_most[u,k,m]    fed[u,k,m] <= -per_activity[u,k] * sum_c activity[c,m]
    passed_at_most[u,k,m] passed[u,k,m] <= per_activity[u,k] * sum_c activity[c,m]

    capacity[c,m] = capacity[c] * hours[m] * availability[c,m]
    most[c,m] = min(capacity[c,m], what can come of an input that is not bought, what can be absorbed of an output that
    must go): see `reach.py`.

Entered in the books
    materials             -fed at what the participant uses, per_activity * activity where it may not be bought;
                          +passed at what it offers, per_activity * activity where it must go
    costs                 unit_cost * activity; cost * (what it takes - fed) as virgin; cost * (what it makes - passed) as
                          disposal; annuity and upkeep of what is built
    once                  investment of what is built
    impacts               unit_co2 * activity; co2 of what is bought and of what is disposed of
"""
