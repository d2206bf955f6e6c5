using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Tests.Metrics;

public sealed class MetricSelectionTests
{
    [Theory]
    [InlineData("acuracy", null, null, "did you mean \"accuracy\"?")]
    [InlineData("zzzzzzzzzzzz", null, null, "metrics are ")]
    [InlineData("recall", "figur", "hit", "did you mean \"figure\"?")]
    [InlineData("recall", "figure", "hits", "allowed are hit, set, precision")]
    [InlineData("wikitq-denotation", "k", "1", "it takes none")]
    [InlineData("ece", "bins", "many", "whole number from 1")]
    public void Wrong_names_and_values_are_refused_with_what_would_be_right(string metric, string? option, string? value, string words)
    {
        var options = option is null ? null : new Dictionary<string, string> { [option] = value! };
        Assert.Contains(words, Assert.Throws<MetricInputException>(() => MetricSelection.Create(metric, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_metric_is_made_with_its_defaults_and_its_card_is_whole()
    {
        Assert.Equal(MetricCatalog.Factories.Count, MetricCatalog.Factories.Select(factory => factory.Name).Distinct().Count());
        foreach (var factory in MetricCatalog.Factories)
        {
            var metric = MetricSelection.Create(factory);
            Assert.Equal(factory.Name, metric.Card.Name);
            Assert.Equal(metric.Card.Primary, metric.Card.Figures[0].Name);
            Assert.All(metric.Card.Figures, figure => Assert.Equal(figure.Aggregation == FigureAggregation.Mean, figure.Score is not null));
            Assert.Equal(factory.Options.ToDictionary(option => option.Name, option => option.Default), metric.Card.Options);
        }
    }
}
