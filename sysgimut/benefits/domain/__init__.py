"""Pure rules and values of benefits."""
