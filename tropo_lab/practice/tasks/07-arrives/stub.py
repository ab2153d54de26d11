arrives = {"seats": ..., "price": ..., "vip": ..., "coupon": ..., "pin": ...}
