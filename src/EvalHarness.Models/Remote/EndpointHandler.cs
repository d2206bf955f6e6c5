using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace EvalHarness.Models.Remote;

/// <summary>
/// Checks a successful body and may rewrite it to the form the client library reads.
/// </summary>
/// <exception cref="FormatException">It is not the answer it should be; the message says why in words that quote nothing of it.</exception>
internal delegate byte[] ReplyReader(byte[] body);

/// <summary>
/// Sends one request until it is answered: attempts with a time limit each, waits between them as the endpoint asks or exponentially with
/// seeded jitter, and reads and checks the whole bounded body within the attempt, so that a body that is cut off, malformed or too slow is
/// tried again like an error status. What comes out is a good answer or an <see cref="EndpointException"/>; the client library above sees no error answer.
/// </summary>
internal sealed class EndpointHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<byte[]> RequestBody = new("request-body");

    private readonly EndpointOptions _options;
    private readonly ReplyReader _read;
    private readonly TimeProvider _time;
    private readonly EndpointFailures _failures;
    private readonly ResiliencePipeline<EndpointReply> _attempts;

    public EndpointHandler(EndpointOptions options, ReplyReader read, Secrets secrets, TimeProvider time, HttpMessageHandler inner) : base(inner)
    {
        _options = options;
        _read = read;
        _time = time;
        _failures = new EndpointFailures(options, secrets);
        var pipeline = new ResiliencePipelineBuilder<EndpointReply> { TimeProvider = time };
        if (options.Retries > 0)
            pipeline.AddRetry(new RetryStrategyOptions<EndpointReply>
            {
                MaxRetryAttempts = options.Retries,
                ShouldHandle = static arguments => ValueTask.FromResult(IsWorthAnotherAttempt(arguments.Outcome)),
                DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(RetryDelay.Of(
                    arguments.AttemptNumber, arguments.Outcome.Result?.RetryAfter, arguments.Context.Properties.GetValue(RequestBody, []))),
            });
        _attempts = pipeline.AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout }).Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RequestBody, body);
        try
        {
            var reply = await _attempts.ExecuteAsync(
                static async (attempt, state) => await state.Handler.AttemptAsync(state.Request, state.Body, attempt.CancellationToken).ConfigureAwait(false),
                context,
                (Handler: this, Request: request, Body: body)).ConfigureAwait(false);
            if (!reply.IsSuccess)
                throw _failures.Of(reply, body);
            var response = new HttpResponseMessage(reply.Status) { Content = new ByteArrayContent(reply.Body), RequestMessage = request };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return response;
        }
        catch (Exception e) when (e is TimeoutRejectedException or HttpRequestException or IOException)
        {
            throw _failures.Of(e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsWorthAnotherAttempt(Outcome<EndpointReply> outcome) => outcome switch
    {
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
        { Result: { IsTransient: true } reply } => reply.RetryAfter is not { } wait || wait <= RetryAfter.Longest,
        _ => false,
    };

    private async Task<EndpointReply> AttemptAsync(HttpRequestMessage request, byte[] body, CancellationToken cancellationToken)
    {
        using var attempt = new HttpRequestMessage(request.Method, Address(request.RequestUri!)) { Content = new ByteArrayContent(body), Version = request.Version };
        attempt.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        attempt.Headers.UserAgent.Add(new ProductInfoHeaderValue("EvalHarness", typeof(EndpointHandler).Assembly.GetName().Version?.ToString(3)));
        attempt.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await base.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        var (bytes, more) = await BoundedBody.ReadAsync(
            response.Content, response.IsSuccessStatusCode ? BoundedBody.Longest : BoundedBody.LongestError, cancellationToken).ConfigureAwait(false);
        var reply = new EndpointReply(response.StatusCode, bytes, response.Content.Headers.ContentType?.MediaType)
        {
            RetryAfter = RetryAfter.Of(response.Headers, _time),
            Location = response.Headers.Location,
        };
        if (!response.IsSuccessStatusCode)
            return reply;
        if (more)
            throw EndpointException.ForAll($"The endpoint {_options.Address.Shown} answered with more than {BoundedBody.Longest >> 20} MiB; is it an OpenAI-compatible endpoint?");
        try
        {
            return reply with { Body = _read(bytes) };
        }
        catch (FormatException e)
        {
            return reply with { Fault = e.Message };
        }
    }

    // The client library may drop the endpoint's query, which older Azure endpoints need.
    private Uri Address(Uri requested)
    {
        var path = requested.GetLeftPart(UriPartial.Path);
        return _options.Address.Query.Length == 0 ? new Uri(path) : new Uri($"{path}?{_options.Address.Query}");
    }
}
