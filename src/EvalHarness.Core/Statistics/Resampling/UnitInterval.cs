using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>An interval with the name of its procedure, or the reason why there is none or none of the usual kind.</summary>
/// <param name="Interval">The ends; null where there is none.</param>
/// <param name="Name">One of <see cref="IntervalNames"/>.</param>
/// <param name="Reason">Why it is absent, degenerate or not the usual one; else null.</param>
/// <param name="Warning">What a reader must know to use it; else null.</param>
public sealed record NamedInterval(ConfidenceInterval? Interval, string Name, string? Reason = null, string? Warning = null);

/// <summary>
/// The interval of any statistic of units: BCa where there are enough units, Student's t on the jackknife's standard error where there are few,
/// degenerate where no unit moves the statistic. The draws are made once and answer every level.
/// </summary>
public sealed class UnitInterval
{
    private readonly UnitStatistic _statistic;
    private readonly bool _clustered;
    private readonly InferenceSettings _settings;
    private readonly BootstrapDistribution? _draws;

    /// <summary>Prepares the intervals of a statistic.</summary>
    /// <param name="statistic">What the interval is of.</param>
    /// <param name="clustered">Whether units hold several examples; decides the name only.</param>
    /// <param name="settings">Numbers of draws and units.</param>
    /// <param name="random">The generator of the draws; not used below the units from which on there are any.</param>
    public UnitInterval(UnitStatistic statistic, bool clustered, InferenceSettings settings, SeededRandom random)
    {
        (_statistic, _clustered, _settings) = (statistic, clustered, settings);
        Jackknife = Jackknife.Of(statistic);
        // A mean that no unit moves is the same in every draw. Other figures may still vary when two units are left out.
        var surelyConstant = Jackknife.IsConstant && statistic is MeanStatistic;
        if (double.IsFinite(statistic.Value) && statistic.Units >= settings.BootstrapUnits && !surelyConstant)
            _draws = BootstrapDistribution.Draw(statistic, settings.Resamples, random);
    }

    /// <summary>What leaving out one unit at a time says.</summary>
    public Jackknife Jackknife { get; }

    /// <summary>Whether no unit, and no draw, moves the statistic.</summary>
    public bool IsDegenerate => Jackknife.IsConstant && (_draws is null || (_draws.Equal == _draws.Count && _draws.Undefined == 0));

    /// <summary>The interval at a two-sided level.</summary>
    public NamedInterval At(double confidence)
    {
        var value = _statistic.Value;
        if (!double.IsFinite(value))
            return new NamedInterval(null, IntervalNames.None, "The figure is undefined.");
        if (_statistic.Units < 2)
            return new NamedInterval(null, IntervalNames.None, "One unit shows no variation.");
        if (IsDegenerate)
            return new NamedInterval(new ConfidenceInterval(value, value), IntervalNames.Degenerate, "All units agree, so the data show no variation.");
        return _draws is null ? StudentT(confidence) : Bootstrapped(_draws, confidence);
    }

    /// <summary>Student's t interval on the jackknife's standard error: for a plain mean, the textbook one.</summary>
    public NamedInterval StudentT(double confidence)
    {
        if (!Jackknife.IsDefined)
            return new NamedInterval(null, IntervalNames.None, "The figure is undefined without one of its units.");
        var half = StudentTInterval.Critical(_statistic.Units - 1, confidence) * Jackknife.StandardError;
        return new NamedInterval(
            new ConfidenceInterval(_statistic.Value - half, _statistic.Value + half),
            _clustered ? IntervalNames.StudentTCluster : IntervalNames.StudentT,
            Warning: _statistic.Units < _settings.BootstrapUnits
                ? $"Only {_statistic.Units} units: a Student's t interval, which takes them to be roughly normal."
                : null);
    }

    private NamedInterval Bootstrapped(BootstrapDistribution draws, double confidence)
    {
        if (draws.Count <= draws.Undefined)
            return new NamedInterval(null, IntervalNames.None, $"The figure is undefined in {draws.Undefined} of {_settings.Resamples} draws.");
        var warning = draws.Undefined == 0 ? null : $"The figure is undefined in {draws.Undefined} of {_settings.Resamples} draws, which are left out.";
        return BcaBootstrap.Of(draws, Jackknife, confidence) is { } bca
            ? new NamedInterval(bca.Interval, _clustered ? IntervalNames.BcaCluster : IntervalNames.Bca, Warning: warning)
            : new NamedInterval(
                PercentileBootstrap.Of(draws, confidence),
                _clustered ? IntervalNames.PercentileCluster : IntervalNames.Percentile,
                "The bias correction or acceleration of BCa is undefined for these draws.",
                warning);
    }
}
