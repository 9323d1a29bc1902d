"""Many parks, designed overnight: in processes of this machine or on a cluster, and nothing lost when killed.

Nothing is imported here, so that the command line starts at once and who hands out the work stays small. What there is:

parks       which parks are meant by what was typed
job         one park or one scenario of it, the key by which it is known again, and what comes of it
work        do a job: the one function that every worker runs
processes   workers on this machine, spawned, replaced where they die
cluster     workers of a Dask cluster
memory      how much memory a process takes
folder      where results go: the lock, the lines, the files, and what of it is finished
run         hand out what is not finished, take in what comes
table       one table of all
"""
