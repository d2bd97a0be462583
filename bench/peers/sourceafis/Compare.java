import com.machinezoo.sourceafis.FingerprintCompatibility;
import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintMatcher;
import com.machinezoo.sourceafis.FingerprintTemplate;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list of impressions, one a line: "raw FILE WIDTH HEIGHT DPI" (8-bit grey) or "template FILE" (ISO 19794-2),
 * and compares each with each later one. Writes the scores as big-endian floats in that order, and prints the
 * milliseconds of one thread for extraction (an image) and for verification (a pair), after one round to warm up.
 */
public class Compare {
    public static void main(String[] arguments) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        read(lines.subList(0, Math.min(20, lines.size())));
        long began = System.nanoTime();
        List<FingerprintTemplate> templates = read(lines);
        double extraction = (System.nanoTime() - began) / 1e6 / Math.max(1, lines.size());
        compareAll(templates.subList(0, Math.min(40, templates.size())));
        began = System.nanoTime();
        List<double[]> scores = compareAll(templates);
        long pairs = (long) templates.size() * (templates.size() - 1) / 2;
        double verification = (System.nanoTime() - began) / 1e6 / Math.max(1, pairs);
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1]))))) {
            for (double[] row : scores) for (double score : row) out.writeFloat((float) score);
        }
        System.out.println("{\"extraction\":" + extraction + ",\"verification\":" + verification + "}");
    }

    private static List<FingerprintTemplate> read(List<String> lines) throws Exception {
        List<FingerprintTemplate> templates = new ArrayList<>();
        for (String line : lines) {
            String[] part = line.split("\t");
            byte[] bytes = Files.readAllBytes(Path.of(part[1]));
            templates.add(part[0].equals("template")
                ? FingerprintCompatibility.importTemplate(bytes)
                : new FingerprintTemplate(new FingerprintImage(Integer.parseInt(part[2]), Integer.parseInt(part[3]),
                    bytes, new FingerprintImageOptions().dpi(Double.parseDouble(part[4])))));
        }
        return templates;
    }

    private static List<double[]> compareAll(List<FingerprintTemplate> templates) {
        List<double[]> scores = new ArrayList<>();
        for (int one = 0; one < templates.size(); one++) {
            FingerprintMatcher matcher = new FingerprintMatcher(templates.get(one));
            double[] row = new double[templates.size() - one - 1];
            for (int other = one + 1; other < templates.size(); other++)
                row[other - one - 1] = matcher.match(templates.get(other));
            scores.add(row);
        }
        return scores;
    }
}
