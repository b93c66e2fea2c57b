"""OFD (GB/T 33190): the package, its pages and pictures, its signatures and seals."""
