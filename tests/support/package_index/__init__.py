"""A package index on loopback, with packages that the tests make themselves."""
