<?php
// Starts a Tropo session with PHP's curl functions: a GET, since no POST option is set.
// Run it with: php launch.php

$token = 'TOKEN';
$number = '14075550112';
$text = 'test Tropo message';

$url = 'http://api.tropo.com/1.0/sessions?action=create&token=' . $token
    . '&numbertodial=' . $number . '&msg=' . urlencode($text);

$curl = curl_init();
curl_setopt($curl, CURLOPT_URL, $url);
curl_setopt($curl, CURLOPT_CONNECTTIMEOUT, 2);
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
$reply = curl_exec($curl);
echo $reply === false ? curl_error($curl) : $reply, "\n";
exit($reply === false ? 1 : 0);
