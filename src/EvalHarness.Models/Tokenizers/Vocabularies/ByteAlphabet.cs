namespace EvalHarness.Models.Tokenizers.Vocabularies;

/// <summary>
/// The printable alphabet in which byte-level vocabularies are written: printable Latin-1 bytes stand for themselves, the other 68 for
/// U+0100 and on, in order (GPT-2's table).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] CharacterOfByte = Build();
    private static readonly short[] ByteOfCharacter = Invert();

    public static char Character(byte value) => CharacterOfByte[value];

    /// <summary>The byte that a character stands for, or null for characters outside the alphabet.</summary>
    public static byte? Byte(char character) =>
        character < ByteOfCharacter.Length && ByteOfCharacter[character] >= 0 ? (byte)ByteOfCharacter[character] : null;

    private static char[] Build()
    {
        var characters = new char[256];
        var extra = 0;
        for (var b = 0; b < 256; b++)
            characters[b] = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE and <= 0xFF ? (char)b : (char)(256 + extra++);
        return characters;
    }

    private static short[] Invert()
    {
        var bytes = new short[CharacterOfByte.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var b = 0; b < 256; b++)
            bytes[CharacterOfByte[b]] = (short)b;
        return bytes;
    }
}
