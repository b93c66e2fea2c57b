"""A book and its assessment that follow the history: of what is written, only what hangs on it is made anew.

changed.py tells what was written since, kept.py what is held, arrivals.py makes what came anew, logs.py the
book of the applications that it moves, judged.py their cases. Each makes a small book of the few by the very
functions that make the whole one, and puts it in place: nothing here knows what a letter or a ruling means.
"""
