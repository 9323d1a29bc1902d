"""What `scripts/benchmark` measures.

parks      seeded parks of five sizes        networks   seeded networks that are hard to design
phases     one park, from cells to cells     contest    a network, searched by us and by bare HiGHS
ways       other ways to write the same      bare       HiGHS alone on a model's file
tables     reading and writing many rows     report     results as tables, kept in benchmark.md
clock      the CPU's seconds, and memory     fresh      each measurement in a process of its own
"""
