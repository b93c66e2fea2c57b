"""What lies in a container: zip, rar, 7z, the old Office container, XML out of a package."""
