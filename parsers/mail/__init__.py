"""Mail: .eml, Outlook's .msg, winmail.dat; their headers, bodies, quotations and signatures."""
