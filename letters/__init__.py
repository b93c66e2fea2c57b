"""What goes out: who asks whom for what, in which words, on which paper. Imports nothing of ours."""
