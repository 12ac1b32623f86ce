"""The house rules, as tests: CONTRIBUTING.md says why each is there."""
