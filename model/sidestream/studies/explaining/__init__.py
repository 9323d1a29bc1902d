"""Why a link is built or not: what the other way costs, where the answer flips, and what more of a thing is worth.

best        the best design, and how its model is asked again (best.py)
ways        what the other way costs, link by link (ways.py)
levers      what can be turned: carbon price, capital cost, volumes (levers.py)
flips       where turning it changes the answer (straight.py where only costs change, scanned.py where more does)
marginal    what a unit more or less is worth with builds fixed (marginal.py), and with rebuilding (rebuilt.py)
words       the same in sentences (words.py), and on one page (letters.py)
"""
