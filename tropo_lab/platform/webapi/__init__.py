"""Front end 1, WebAPI. `dialogue` talks with a catcher; `verbs` is the table of all verbs and keys."""
