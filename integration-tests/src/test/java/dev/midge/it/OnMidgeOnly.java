package dev.midge.it;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves a test out when the server under test is not ours. */
final class OnMidgeOnly implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return ServerUnderTest.isMidge()
                ? ConditionEvaluationResult.enabled("the server under test is ours")
                : ConditionEvaluationResult.disabled("the server under test is not ours");
    }
}
