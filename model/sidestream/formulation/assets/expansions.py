"""By how much to enlarge what a participant can dispose of, buy or let through its gate.

Sets
    g in GATES            (of, participant, commodity or all) of which Expansions has a row
    e in STEPS[g]         rows of g that are not there yet and not forbidden
    m in MOMENTS          stage, scenario, period

Variables
    build[e] in {0,1}     1 if e is built

Constraints
    one_step[g]           sum_e build[e] <= 1   (= 1 where a row is required or built)
    through_gate[g,m]     sum of what goes through g in m <= existing[g,m] + sum_e capacity[e,m] * build[e]
                              + over[g,m] on the right, elastic by moment; over[g] * existing[g,m], elastic by row

    What goes through: of disposal, all that the participant disposes of, of its supplies and of what its conversions make
    (what is lost on the way is not counted); of virgin, all that its needs and conversions buy; of throughput, all that
    arrives at it by links. Where no commodity is named everything counts, by the capacity's measure.

Entered in the books
    costs                 annuity and upkeep of what is built
    once                  investment of what is built

Reads                     quantities: disposed of and bought; ties: what arrives by links
"""
