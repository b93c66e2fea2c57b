"""PDF: text, tables, annotations, signatures, rendering."""
