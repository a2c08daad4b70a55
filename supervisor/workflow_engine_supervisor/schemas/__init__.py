"""The shapes of the API's answers, one file a resource."""
