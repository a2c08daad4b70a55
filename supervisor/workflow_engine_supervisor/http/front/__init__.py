"""Requests that concern runs on other machines, handed on to those that hold them."""
