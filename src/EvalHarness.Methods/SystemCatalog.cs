using EvalHarness.Core.Systems;
using EvalHarness.Methods.BatchCalibration;
using EvalHarness.Methods.Choose;
using EvalHarness.Methods.Controls;
using EvalHarness.Methods.Direct;

namespace EvalHarness.Methods;

/// <summary>All systems by name. A new system is one folder and one line here.</summary>
public static class SystemCatalog
{
    /// <summary>Every system, in the order <c>evalharness systems</c> prints them.</summary>
    public static IReadOnlyList<ISystemFactory> Factories { get; } =
    [
        DirectSystem.Factory,
        ChooseSystem.Factory,
        BatchCalibrationSystem.Factory,
        LabelledCalibrationSystem.Factory,
        ReferenceCalibrationSystem.Contextual,
        ReferenceCalibrationSystem.DomainContext,
        PrototypicalCalibrationSystem.Factory,
        ControlSystem.Majority,
        ControlSystem.Random,
        ControlSystem.Oracle,
    ];

    /// <summary>The factory of that name, or null.</summary>
    public static ISystemFactory? Find(string name) => Factories.FirstOrDefault(factory => factory.Card.Name == name);
}
