using CsCheck;
using EvalHarness.Core.Calibration;

namespace EvalHarness.Core.Tests.Calibration;

public sealed class PriorTests
{
    private static readonly Gen<double[][]> Batches = Gen.Int[2, 5].SelectMany(classes => Gen.Double[-30, 0].Array[classes].Array[1, 20]);

    [Fact]
    public void A_bias_towards_labels_that_is_common_to_the_batch_changes_no_score() =>
        Gen.Select(Batches, Gen.Double[-20, 20].Array[5]).Sample((rows, bias) =>
        {
            double[][] biased = [.. rows.Select(row => row.Select((value, k) => value + bias[k]).ToArray())];
            foreach (var mean in new[] { PriorMean.Probabilities, PriorMean.LogProbabilities })
            {
                var (plain, shifted) = (CalibrationPrior.Mean(rows, mean, false), CalibrationPrior.Mean(biased, mean, false));
                for (var i = 0; i < rows.Length; i++)
                    AssertNear(LogScores(plain, rows[i], false), LogScores(shifted, biased[i], false));
            }
        });

    [Fact]
    public void Scaling_a_row_changes_no_normalised_score() =>
        Gen.Select(Batches, Gen.Double[-600, 600]).Sample((rows, shift) =>
        {
            double[][] scaled = [.. rows.Select((row, i) => row.Select(value => value + (i % 2 == 0 ? shift : 0)).ToArray())];
            var (plain, shifted) = (CalibrationPrior.Mean(rows, PriorMean.Probabilities, true), CalibrationPrior.Mean(scaled, PriorMean.Probabilities, true));
            for (var i = 0; i < rows.Length; i++)
                AssertNear(LogScores(plain, rows[i], true), LogScores(shifted, scaled[i], true));
        });

    [Fact]
    public void Averages_do_not_depend_on_the_order_of_rows() =>
        Batches.Sample(rows =>
        {
            foreach (var mean in new[] { PriorMean.Probabilities, PriorMean.LogProbabilities })
                AssertNear(CalibrationPrior.Mean(rows, mean, true).Log, CalibrationPrior.Mean([.. rows.Reverse()], mean, true).Log);
        });

    [Fact]
    public void A_batch_of_one_ties_exactly_and_the_first_label_wins() =>
        Gen.Double[-900, 0].Array[2, 6].Sample(row =>
        {
            foreach (var mean in new[] { PriorMean.Probabilities, PriorMean.LogProbabilities })
            {
                foreach (var normalize in new[] { false, true })
                {
                    var prior = CalibrationPrior.Mean([row], mean, normalize);
                    Assert.All(LogScores(prior, row, normalize), score => Assert.Equal(0, score));
                }
                Assert.Equal(0, CalibrationPrior.Mean([row], mean, false).Decide(row));
            }
        });

    [Fact]
    public void Labels_of_vanishing_probability_are_calibrated_too()
    {
        double[][] rows = [[-800, -1000], [-900, -1005]];
        var prior = CalibrationPrior.Mean(rows, PriorMean.Probabilities, false);
        Assert.Equal(-800 - Math.Log(2), prior.Log[0], 1e-9);
        Assert.Equal(1, prior.Decide([-801, -1000]));
    }

    [Fact]
    public void Rows_of_another_length_infinite_values_and_no_rows_are_refused()
    {
        var estimator = new PriorEstimator(2, PriorMean.Probabilities, false);
        Assert.Throws<InvalidOperationException>(() => estimator.ToPrior());
        Assert.Throws<ArgumentException>(() => estimator.Add([1]));
        Assert.Throws<ArgumentException>(() => estimator.Add([1, double.NegativeInfinity]));
        Assert.Throws<ArgumentException>(() => CalibrationPrior.Contextual([]));
        Assert.Throws<ArgumentException>(() => CalibrationPrior.Contextual([[0, 0]]).Decide([0]));
    }

    private static double[] LogScores(CalibrationPrior prior, double[] row, bool normalize)
    {
        var scores = new double[row.Length];
        prior.LogScores(row, normalize, scores);
        return scores;
    }

    private static void AssertNear(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        for (var k = 0; k < expected.Count; k++)
            Assert.Equal(expected[k], actual[k], 1e-9);
    }
}
