"""The letters of the drill: words, paper, seal, and every form in which one arrives."""
