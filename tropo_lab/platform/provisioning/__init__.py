"""The provisioning API, `/v1/applications` and its neighbours. `requests` is where they arrive."""
