"""JsonLogic as json-logic-js evaluates it."""
