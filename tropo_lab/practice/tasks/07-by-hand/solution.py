my_value = "R%26D:+2+%2B+2+=+4?"
