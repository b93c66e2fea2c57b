"""What stands in a web page beside its words: elements, style sheets, pictures and frames."""
