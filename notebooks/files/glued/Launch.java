// The message is glued to the address: a lesson on what is lost.
import java.net.*;

public class Launch {
    public static void main(String[] args) throws Exception {
        String msg = "Fish & chips + tea";
        URL url = new URL("http://api.tropo.com/1.0/sessions?action=create&token=TOKEN&numbertodial=14075550112&msg=" + msg);
        System.out.println(new String(url.openStream().readAllBytes(), "UTF-8"));
    }
}
