"""What leaves the folder: reports, bundles, backups."""
