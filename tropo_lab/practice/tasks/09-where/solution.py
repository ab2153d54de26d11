my_places = {
    "My answer begins with <br /><b>Notice</b>, and then comes the JSON.": 3,
    "Three numbers stand in `to`, my answer was taken, and one phone buzzes.": 4,
    "The launch says: success false, and something about my token.": 1,
    "With two questions it works. With one, my handler raises KeyError: 0.": 5,
    "The log says: could not connect to http://localhost:5000/.": 2,
}
