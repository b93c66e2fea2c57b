"""The workbench: local web pages over the verbs of `harness/campaign/`, with no logic of their own.

What a page shows a verb has told; what a button does a verb does. Here are only the things that a
web page needs besides: who is there (people/), what keeps strangers out (safety/), how it looks
(templates/, static/).
"""
