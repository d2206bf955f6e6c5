using System.Text;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Onnx.Folders;

/// <summary>One field of a message: its number and its value, or where its bytes lie.</summary>
internal readonly record struct WireField(int Number, ulong Value, long Start, long End)
{
    public bool IsMessage => End >= 0;
}

/// <summary>Walks through a protocol-buffer file of any size without holding it in memory.</summary>
internal sealed class WireStream : IDisposable
{
    private const int LongestText = 1 << 20;
    private readonly FileStream _file;
    private readonly string _name;
    private readonly long _length;

    public WireStream(string path)
    {
        _name = Path.GetFileName(path);
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 14);
        _length = _file.Length;
    }

    /// <summary>The fields up to a place; whatever of a field was not read is skipped.</summary>
    public IEnumerable<WireField> Fields(long end)
    {
        while (_file.Position < end)
        {
            var field = Next(end);
            yield return field;
            if (field.IsMessage && _file.Position != field.End)
                _file.Seek(field.End, SeekOrigin.Begin);
        }
    }

    public string Text(WireField field)
    {
        if (!field.IsMessage || field.End - field.Start > LongestText)
            throw Broken(field.Start);
        var bytes = new byte[field.End - field.Start];
        _file.Seek(field.Start, SeekOrigin.Begin);
        _file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public IEnumerable<ulong> Varints(WireField field)
    {
        _file.Seek(field.Start, SeekOrigin.Begin);
        while (_file.Position < field.End)
            yield return Varint();
    }

    public void Dispose() => _file.Dispose();

    private WireField Next(long end)
    {
        var at = _file.Position;
        var key = Varint();
        var number = (int)(key >> 3);
        switch (key & 7)
        {
            case 0:
                return new WireField(number, Varint(), 0, -1);
            case 1 or 5:
                var size = (key & 7) == 1 ? 8 : 4;
                if (end - _file.Position < size)
                    throw Short(at, size, end - _file.Position);
                _file.Seek(size, SeekOrigin.Current);
                return new WireField(number, 0, 0, -1);
            case 2:
                var length = Varint();
                var start = _file.Position;
                if (length > (ulong)(end - start))
                    throw end == _length ? Short(at, (long)Math.Min(length, long.MaxValue), end - start) : Broken(at);
                return new WireField(number, 0, start, start + (long)length);
            default:
                throw Broken(at);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = _file.ReadByte();
            if (b < 0)
                throw Short(_file.Position, 1, 0);
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw Broken(_file.Position);
    }

    private ModelException Short(long at, long announced, long left) =>
        new($"{_name} is cut short: at byte {at:N0} it announces {announced:N0} bytes, but only {left:N0} are left.");

    private ModelException Broken(long at) => new($"{_name} is no ONNX model, or is damaged at byte {at:N0}.");
}
