arrives = {"seats": "4", "price": "2.5", "vip": "true", "coupon": "null", "pin": "0042"}
