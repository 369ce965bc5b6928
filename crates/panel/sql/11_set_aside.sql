-- Notes that the next step passes over: they do not count, or the step before has counted them.
SELECT document FROM excluded
UNION
SELECT document FROM wholly_returned
UNION
SELECT coupon AS document FROM coupon_buyers
