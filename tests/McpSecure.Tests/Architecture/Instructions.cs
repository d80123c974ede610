using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace McpSecure.Tests.Architecture;

/// <summary>The operands of a method body that are types, methods, fields or signatures.</summary>
internal static class Instructions
{
    private const byte TwoBytes = 0xFE;

    private static readonly FrozenDictionary<ushort, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => (ushort)code.Value, code => code.OperandType);

    public static List<EntityHandle> Tokens(BlobReader body)
    {
        var tokens = new List<EntityHandle>();
        while (body.RemainingBytes > 0)
        {
            ushort code = body.ReadByte();
            if (code == TwoBytes)
            {
                code = (ushort)((TwoBytes << 8) | body.ReadByte());
            }

            switch (Operands[code])
            {
                case OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok or OperandType.InlineSig:
                    tokens.Add(MetadataTokens.EntityHandle(body.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    Skip(ref body, sizeof(int) * body.ReadInt32());
                    break;
                case var other:
                    Skip(ref body, SizeOf(other));
                    break;
            }
        }

        return tokens;
    }

    private static void Skip(ref BlobReader body, int bytes) => body.Offset += bytes;

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new InvalidOperationException($"{operand} has an unknown size."),
    };
}
