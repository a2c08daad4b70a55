"""Scrape a catalogue, fingerprint its pictures, find the products that look alike, write an Excel file."""
