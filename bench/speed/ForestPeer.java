import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.config.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reference implementation of the random cut forest (Amazon, Apache-2.0) on the stream that our own is timed on.
 * java -cp JAR ForestPeer.java STREAM TREES SAMPLE SHINGLE: STREAM holds little-endian doubles; prints points a second over
 * the second half, in CPU time of this thread, and the mean score there. One thread, boxes cached, like ours.
 */
public class ForestPeer {
  public static void main(String[] args) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(args[0]))).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / 8];
    bytes.asDoubleBuffer().get(values);
    int trees = Integer.parseInt(args[1]);
    int sample = Integer.parseInt(args[2]);
    int shingle = Integer.parseInt(args[3]);
    RandomCutForest forest = RandomCutForest.builder()
        .dimensions(shingle).numberOfTrees(trees).sampleSize(sample)
        .timeDecay(1.0 / (10 * sample)).outputAfter(32).boundingBoxCacheFraction(1.0)
        .precision(Precision.FLOAT_32).parallelExecutionEnabled(false).randomSeed(42).build();
    java.lang.management.ThreadMXBean clock = java.lang.management.ManagementFactory.getThreadMXBean();
    float[] point = new float[shingle];
    int half = values.length / 2;
    long started = 0;
    double sum = 0;
    for (int i = shingle - 1; i < values.length; i++) {
      if (i == half) {
        started = clock.getCurrentThreadCpuTime();
        sum = 0;
      }
      for (int d = 0; d < shingle; d++) point[d] = (float) values[i - shingle + 1 + d];
      sum += forest.getAnomalyScore(point);
      forest.update(point);
    }
    long took = clock.getCurrentThreadCpuTime() - started;
    int n = values.length - half;
    System.out.println("{\"pointsPerSec\":" + Math.round(n * 1e9 / took) + ",\"meanScore\":" + sum / n + "}");
  }
}
