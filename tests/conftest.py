"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# Properties are tried with the same examples each time, however slow the machine: who changes something else must not
# meet them. `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gate")
