"""异议: feedback handed out, objections logged and decided."""
