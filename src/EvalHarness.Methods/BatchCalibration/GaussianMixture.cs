using EvalHarness.Core.Calibration;
using EvalHarness.Core.Randomness;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>
/// A mixture of Gaussians with full covariances, fitted by EM from a k-means start. Dimension and number of components are those of the label
/// words: a handful.
/// </summary>
/// <remarks>
/// Defaults of the reference: 1e-6 added to the diagonal, EM until the mean log-likelihood gains less than 1e-3, at most 100 rounds, one start.
/// </remarks>
public sealed class GaussianMixture
{
    private const double Ridge = 1e-6;
    private const double Tolerance = 1e-3;
    private const int MaximumRounds = 100;

    private readonly int _dimensions;
    private readonly double[] _logWeights;
    private readonly double[][] _means;
    private readonly double[][] _factors; // lower Cholesky factors, row-major
    private readonly double[] _logNormalizers;

    private GaussianMixture(int components, int dimensions)
    {
        _dimensions = dimensions;
        _logWeights = new double[components];
        _means = NewRows(components, dimensions);
        _factors = NewRows(components, dimensions * dimensions);
        _logNormalizers = new double[components];
    }

    /// <summary>The components' means.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Means => _means;

    /// <summary>Fits a mixture.</summary>
    /// <param name="rows">At least as many rows as components, all of one length.</param>
    /// <param name="components">Number of components.</param>
    /// <param name="random">Draws the k-means start.</param>
    public static GaussianMixture Fit(IReadOnlyList<double[]> rows, int components, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Count, components);
        var mixture = new GaussianMixture(components, rows[0].Length);
        var responsibilities = NewRows(rows.Count, components);
        foreach (var (row, cluster) in KMeans.Assign(rows, components, random).Index().Select(pair => (pair.Index, pair.Item)))
            responsibilities[row][cluster] = 1;
        mixture.Maximize(rows, responsibilities);
        var last = double.NegativeInfinity;
        for (var round = 0; round < MaximumRounds; round++)
        {
            var likelihood = mixture.Expect(rows, responsibilities);
            mixture.Maximize(rows, responsibilities);
            if (Math.Abs(likelihood - last) < Tolerance)
                break;
            last = likelihood;
        }
        return mixture;
    }

    /// <summary>The most likely component of a row; the first of equals.</summary>
    public int Component(ReadOnlySpan<double> row)
    {
        var scores = new double[_means.Length];
        Joint(row, scores);
        return LabelProbabilities.First(scores);
    }

    private double Expect(IReadOnlyList<double[]> rows, double[][] responsibilities)
    {
        var total = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            Joint(rows[i], responsibilities[i]);
            var evidence = LabelProbabilities.LogSumExp(responsibilities[i]);
            for (var k = 0; k < responsibilities[i].Length; k++)
                responsibilities[i][k] = Math.Exp(responsibilities[i][k] - evidence);
            total += evidence;
        }
        return total / rows.Count;
    }

    private void Maximize(IReadOnlyList<double[]> rows, double[][] responsibilities)
    {
        var d = _dimensions;
        for (var k = 0; k < _means.Length; k++)
        {
            var weight = 10 * double.Epsilon;
            Array.Clear(_means[k]);
            for (var i = 0; i < rows.Count; i++)
            {
                weight += responsibilities[i][k];
                for (var a = 0; a < d; a++)
                    _means[k][a] += responsibilities[i][k] * rows[i][a];
            }
            weight = Math.Max(weight, 1e-10); // an empty component keeps a finite mean
            for (var a = 0; a < d; a++)
                _means[k][a] /= weight;
            var covariance = new double[d * d];
            for (var i = 0; i < rows.Count; i++)
                for (var a = 0; a < d; a++)
                    for (var b = 0; b <= a; b++)
                        covariance[(a * d) + b] += responsibilities[i][k] * (rows[i][a] - _means[k][a]) * (rows[i][b] - _means[k][b]);
            for (var a = 0; a < d; a++)
                for (var b = 0; b <= a; b++)
                    covariance[(a * d) + b] = (covariance[(a * d) + b] / weight) + (a == b ? Ridge : 0);
            _logWeights[k] = Math.Log(weight / rows.Count);
            _logNormalizers[k] = Factorize(covariance, _factors[k], d);
        }
    }

    // Log of weight times density, for each component.
    private void Joint(ReadOnlySpan<double> row, Span<double> scores)
    {
        var d = _dimensions;
        Span<double> solved = stackalloc double[d];
        for (var k = 0; k < _means.Length; k++)
        {
            var distance = 0.0;
            for (var a = 0; a < d; a++)
            {
                var value = row[a] - _means[k][a];
                for (var b = 0; b < a; b++)
                    value -= _factors[k][(a * d) + b] * solved[b];
                solved[a] = value / _factors[k][(a * d) + a];
                distance += solved[a] * solved[a];
            }
            scores[k] = _logWeights[k] + _logNormalizers[k] - (distance / 2);
        }
    }

    // Cholesky; returns the log of the density's constant.
    private static double Factorize(double[] covariance, double[] factor, int d)
    {
        Array.Clear(factor);
        var logDeterminant = 0.0;
        for (var a = 0; a < d; a++)
            for (var b = 0; b <= a; b++)
            {
                var sum = covariance[(a * d) + b];
                for (var c = 0; c < b; c++)
                    sum -= factor[(a * d) + c] * factor[(b * d) + c];
                if (a == b)
                {
                    factor[(a * d) + a] = Math.Sqrt(Math.Max(sum, Ridge * Ridge));
                    logDeterminant += Math.Log(factor[(a * d) + a]);
                }
                else
                    factor[(a * d) + b] = sum / factor[(b * d) + b];
            }
        return (-d / 2.0 * Math.Log(2 * Math.PI)) - logDeterminant;
    }

    private static double[][] NewRows(int count, int length)
    {
        var rows = new double[count][];
        for (var i = 0; i < count; i++)
            rows[i] = new double[length];
        return rows;
    }
}
