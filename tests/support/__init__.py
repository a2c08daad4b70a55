"""What tests of several folders, the benchmarks and the soak share: real servers, runs, waits, documents."""
