"""What goes out: letters on paper, mails, what follows an application, and how mails are held back."""
