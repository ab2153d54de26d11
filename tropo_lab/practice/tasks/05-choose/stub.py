choices = {
    "every night, text 'backup is done' to the admin": "?",
    "text the price of the day, which the launcher knows already": "?",
    "ask 'are you coming?' and store the answer in your database": "?",
    "show on your page whether Tropo has carried out the message": "?",
}
