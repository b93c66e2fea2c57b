"""Word: .docx, and .doc, .wps, .odt, .rtf through LibreOffice."""
