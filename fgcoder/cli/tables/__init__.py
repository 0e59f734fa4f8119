"""`fgcoder table`: what the codings come to. One table a file; `sharing` holds what all of them take and print."""
