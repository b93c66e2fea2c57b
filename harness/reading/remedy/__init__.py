"""救济渠道: the ways of complaint, their terms and order."""
