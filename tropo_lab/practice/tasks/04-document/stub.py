my_document = {"tropo": []}
