choices = {
    "every night, text 'backup is done' to the admin": "scripting",
    "text the price of the day, which the launcher knows already": "scripting",
    "ask 'are you coming?' and store the answer in your database": "webapi",
    "show on your page whether Tropo has carried out the message": "webapi",
}
