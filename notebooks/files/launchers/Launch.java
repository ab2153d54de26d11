// Starts a Tropo session with HttpURLConnection: a POST with a form in its body.
// Run it with: java Launch.java

import java.net.*;
import java.util.Scanner;

public class Launch {
    public static void main(String[] args) throws Exception {
        String form = "action=create&token=TOKEN&numbertodial=14075550112"
            + "&msg=" + URLEncoder.encode("test Tropo message", "UTF-8");

        URL url = new URL("http://api.tropo.com/1.0/sessions");
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setDoOutput(true); // makes it a POST
        connection.getOutputStream().write(form.getBytes("UTF-8"));

        Scanner reply = new Scanner(connection.getInputStream(), "UTF-8").useDelimiter("\\A");
        System.out.println(reply.hasNext() ? reply.next() : "");
    }
}
