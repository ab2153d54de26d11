<?php
// The message is glued to the address: a lesson on what is lost.
$msg = 'Fish & chips + tea';
$curl = curl_init("http://api.tropo.com/1.0/sessions?action=create&token=TOKEN&numbertodial=14075550112&msg=$msg");
curl_exec($curl) or die(curl_error($curl) . "\n");
