"""评分细则 as a file: read strictly, told in words."""
